// Makes what is on the page what it should be and leaves alone what has not changed, so that focus,
// marked text and scrolled places survive a refresh.

export function become(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  hold(old, [...fresh.childNodes]);
}

// Gives `parent` these children; one with a key takes over the place of the old one with that key.
export function hold(parent, children) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  children.forEach((fresh, place) => {
    const there = parent.childNodes[place] ?? null;
    const key = fresh.dataset?.key;
    const old = key === undefined ? there : known.get(key);
    if (old && alike(old, fresh)) {
      become(old, fresh);
      if (old !== there) parent.insertBefore(old, there);
    } else {
      parent.insertBefore(fresh, there);
    }
  });
  while (parent.childNodes.length > children.length) parent.lastChild.remove();
}

function alike(old, fresh) {
  return old.nodeName === fresh.nodeName && old.dataset?.key === fresh.dataset?.key;
}
