// Small pieces of page: elements whose text is only ever set as text.

export function element(tag, className = "", text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== "") made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  return made;
}

export function button(className, text, action, attributes = {}) {
  const made = element("button", className, text, { type: "button", ...attributes });
  made.addEventListener("click", (event) => {
    action(event);
    // After a mouse click the space bar belongs to the player again.
    if (event.detail > 0) made.blur();
  });
  return made;
}

export function clock(seconds, { tenths = false } = {}) {
  const shown = tenths ? Math.floor(seconds * 10) / 10 : Math.floor(seconds);
  const rest = shown % 60;
  const text = tenths ? rest.toFixed(1).padStart(4, "0") : String(rest).padStart(2, "0");
  return `${Math.floor(shown / 60)}:${text}`;
}

// The part of a component that survives Streamlit's re-renders.
export function rootOf(parentElement, data) {
  const root = parentElement.querySelector(".root");
  root.lang = data.language;
  return root;
}
