// What somebody does on a page: each act goes along with every look until it is seen done, because of
// several messages that reach a page while it is being made only the last arrives.

export class Acts {
  constructor(done) {
    this.asked = [];
    this.last = done;
  }

  // The page was made anew, and may be told of more.
  update(data, setTriggerValue) {
    this.asked = this.asked.filter((act) => act.number > data.actsDone);
    this.look = () => setTriggerValue("look", { acts: this.asked });
  }

  ask(what) {
    this.asked.push({ number: ++this.last, ...what });
    this.look();
  }
}
