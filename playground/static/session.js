/** Who is looking at the page, from where, and what they can see: the page's only line to the playground's control interface. */

/** What a person acts with. A failed call comes back as data too, in the words that the person should read. */
async function ask(action, body) {
  try {
    const response = await fetch(`/control/${action}`, body === undefined ? {} : {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return { ok: false, error: "playground_unreachable", shown: "The playground does not answer. Is it still running?" };
  }
}

export class Session {
  /** @param {function} drawn called with this session whenever there is something new to see */
  constructor(drawn) {
    this.drawn = drawn;
    this.people = [];
    this.view = null;
    this.names = namesIn(null, []);
    this.reachable = true;
    window.addEventListener("hashchange", () => this.arrive());
  }

  async open() {
    const answer = await ask("people");
    this.people = Array.isArray(answer) ? answer : [];
    await this.arrive();
  }

  get person() { return this.people.find((person) => person.id === this.as) ?? null; }

  /** The conversation in the middle of the page; null on the bot's home and before anything is known. */
  get conversation() { return this.view?.conversations.find((each) => each.id === this.place) ?? null; }

  get atHome() { return this.place === "home"; }

  /** Reads the address, so that going back, a bookmark and a test all arrive in the same way. */
  async arrive() {
    const address = new URLSearchParams(window.location.hash.slice(1));
    const as = this.people.some((person) => person.id === address.get("as")) ? address.get("as") : this.firstPerson();
    this.place = address.get("in");
    if (as !== this.as) {
      this.as = as;
      this.view = null;
      this.follow();
    }
    await this.refresh();
  }

  /** A newcomer is best somebody of the bot's own organisation, who can type a command. */
  firstPerson() {
    const can = this.people.filter((person) => !person.outsider && !person.guest);
    return (can.find((person) => person.name === "Tom Hadley") ?? can[0] ?? this.people[0])?.id;
  }

  go(place, as = this.as) {
    window.location.hash = addressOf(as, place);
  }

  /** Changes the person and keeps the place where that person can see it too. */
  be(as, place = this.place) { this.go(place, as); }

  /** One look at a time; who asks during a look waits for another one, so that everybody sees what they came for. */
  refresh() {
    this.wanted = true;
    this.looking ??= this.lookWhileWanted();
    return this.looking;
  }

  /** It says that it has ended in the same breath as it stops asking, so that no wish falls between the two. */
  async lookWhileWanted() {
    try {
      while (this.wanted) {
        this.wanted = false;
        await this.look();
      }
    } finally {
      this.looking = null;
    }
  }

  async look() {
    const as = this.as;
    const view = await ask(`view?as=${encodeURIComponent(as)}`);
    this.reachable = view.error !== "playground_unreachable";
    if (as !== this.as) { this.wanted = true; return; }
    if (view.conversations) {
      this.view = view;
      this.names = namesIn(view, this.people);
      if (!this.conversation && !this.atHome && this.place !== "messages") this.place = this.firstPlace();
      window.history.replaceState(null, "", `#${addressOf(as, this.place)}`);
    }
    this.drawn(this);
  }

  firstPlace() {
    const channels = this.view.conversations.filter((each) => each.kind === "channel");
    return (channels.find((each) => !each.shared_with?.length) ?? channels[0] ?? this.view.conversations[0])?.id ?? "home";
  }

  /** Does something as this person; answers once the bot has answered or failed to, and the page shows what came of it. */
  async act(action, body = {}) {
    const answer = await ask(action, { as: this.as, ...body });
    await this.refresh();
    return answer;
  }

  /** Does something that no person of the workspace does: moves the clock, makes Slack misbehave. */
  async arrange(action, body) {
    const answer = await ask(action, body);
    await this.refresh();
    return answer;
  }

  inspect() { return ask("inspector"); }

  /** Listens for changes, and comes back by itself after the playground was away. */
  follow() {
    this.feed?.close();
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    const feed = new WebSocket(`${scheme}://${window.location.host}/control/feed?as=${encodeURIComponent(this.as)}`);
    this.feed = feed;
    feed.addEventListener("message", (event) => {
      if (feed === this.feed && JSON.parse(event.data).revision !== this.view?.revision) this.refresh();
    });
    feed.addEventListener("close", () => {
      if (feed !== this.feed) return;
      window.setTimeout(() => { if (feed === this.feed) { this.follow(); this.refresh(); } }, 1500);
    });
  }
}

function addressOf(as, place) {
  return new URLSearchParams({ as, ...(place ? { in: place } : {}) }).toString();
}

/** What mentions and dates in a text are called, for the person who looks. */
function namesIn(view, people) {
  const known = new Map(view ? [[view.app?.id, view.app?.name]] : []);
  for (const person of people) known.set(person.id, person.name);
  for (const message of view?.conversations.flatMap((each) => each.messages) ?? []) known.set(message.user, message.name);
  const channels = new Map(view?.conversations.map((each) => [each.id, each.name]));
  return { person: (id) => known.get(id), channel: (id) => channels.get(id), now: new Date(view?.now ?? 0), known, people };
}
