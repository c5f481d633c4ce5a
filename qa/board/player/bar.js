// The bar on top: where one is, who is signed in, the language.

import { element, rootOf } from "./dom.js";

const ASK_BY_THEMSELVES = ["live", "call_backs"];

export default function mount({ parentElement, data, setTriggerValue }) {
  const root = rootOf(parentElement, data);
  // Streamlit's page says English; readers, fonts and line breaks depend on the real language.
  document.documentElement.lang = data.language;
  const home = element("a", "home", data.product, { href: "/" });
  home.append(element("span", "claim", data.claim));
  const links = data.pages.map(({ name, label, here, count }) =>
    element("a", `page ${name}`, count ? `${label} ${count}` : label, {
      href: name === "queue" ? "/" : `/?page=${name}`,
      "aria-current": here && "page",
      "data-page": name,
    }));
  for (const link of [home, ...links]) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      // A page that asks by itself may ask once more after the next one is there, which empties it.
      if (data.pages.some((one) => ASK_BY_THEMSELVES.includes(one.name) && one.here)) return;
      event.preventDefault();
      setTriggerValue("page", link.dataset.page ?? "queue");
    });
  }
  const other = element("a", "", data.otherName, { href: "#", lang: data.other });
  other.addEventListener("click", (event) => {
    event.preventDefault();
    const here = encodeURIComponent(location.pathname + location.search);
    location.assign(`/language?to=${data.other}&next=${here}`);
  });
  const who = element("span", "who", data.account);
  who.append(element("span", "role", data.role));
  const leave = element("a", "", data.signOut, { href: "/sign-out" });
  // Streamlit itself follows only changes of the path, not of the query.
  const follow = () => setTriggerValue("moved", true);
  addEventListener("popstate", follow);
  root.replaceChildren(home, ...links, element("span", "gap"), other, who, leave);
  root.dataset.ready = "bar";
  return () => removeEventListener("popstate", follow);
}
