// Small builders of elements. Text only ever enters the page through textContent.

const SVG = "http://www.w3.org/2000/svg";
const $ = (selector) => document.querySelector(selector);

/** Element with properties (`class`, `on…` listeners, attributes) and children; null children are left out. */
function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.setAttribute("class", value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Button that runs an action; its text may come from the data. */
function button(text, action, properties = {}) {
  return el("button", { type: "button", onclick: action, ...properties }, text);
}

/** Text of the data, set apart so that its direction never turns the text around it. */
const isolated = (text, tag = "span", properties = {}) => el(tag, { dir: "auto", ...properties }, text);

const plural = (count, one, many = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** A millionth-exact score as text, from whole numbers alone: 412345 → "0.412345". */
function exact(millionths) {
  const digits = String(Math.abs(millionths)).padStart(7, "0");
  return `${millionths < 0 ? "−" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

const rounded = (millionths) => (millionths / 1e6).toFixed(3);

/** What the browser remembers between visits; it may refuse on file:// pages and inside frames. */
const memory = {
  get(name) {
    try {
      return localStorage.getItem(`papermesh-${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`papermesh-${name}`, value);
    } catch {
      // Then it is not remembered.
    }
  },
};

/** Put text on the clipboard, and say so on the button that asked. */
async function copy(text, asker) {
  const before = asker.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = el("textarea", { class: "unseen", "aria-hidden": "true" });
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  asker.textContent = "Copied";
  setTimeout(() => { asker.textContent = before; }, 1400);
}
