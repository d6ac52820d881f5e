import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** One Neo4j server with Bolt on loopback and authentication on, until its standard input ends: Server HOME PORT. */
class Server {
    public static void main(String[] arguments) throws Exception {
        SocketAddress loopback = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        DatabaseManagementService service = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, loopback)
            .setConfig(BoltConnector.advertised_address, loopback)
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 128L * 1024 * 1024)
            .build();
        System.out.println("listening");
        System.out.flush();
        // The test process holds the other end: when it goes away, however it does, so does the server.
        while (System.in.read() >= 0) {
        }
        service.shutdown();
    }
}
