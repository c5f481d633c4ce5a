// The second listen, told quietly: a line that sums it up, and all that was checked when unfolded.

import { button, element } from "./dom.js";

export function makeProofs(box, data, seek) {
  box.replaceChildren(...data.proofs.map((proof) => makeProof(proof, seek)));
}

function makeProof(proof, seek) {
  if (!proof.rows.length) return element("p", "proof", proof.summary);
  const made = element("details", "proof");
  made.append(element("summary", "", proof.summary));
  const list = element("div", "checked", "", { tabindex: 0, role: "list" });
  for (const row of proof.rows) {
    const line = element("div", "check", "", { role: "listitem" });
    line.append(
      button("time-link", row.at, () => seek(row.start), { "data-proof": row.start }),
      element("span", "", row.why),
      element("span", "", row.who),
      element("span", "engine", row.engine),
    );
    if (row.found) line.append(element("span", "badge bad", row.found));
    list.append(line);
  }
  made.append(list);
  return made;
}
