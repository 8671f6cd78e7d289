// When the server refuses, is late or is away: one plain line at #trouble; the page and its text stay.
(() => {
  const FRESH = 401;

  const say = (text) => {
    const line = document.getElementById("trouble");
    if (!line) return;
    line.querySelector("[data-text]").textContent = text;
    line.hidden = false;
  };
  const quiet = () => {
    const line = document.getElementById("trouble");
    if (line && navigator.onLine) line.hidden = true;
  };

  const isWrite = (detail) => detail.requestConfig?.verb !== "get";
  const failed = (detail, why) => inWords(isWrite(detail) ? "not-saved" : "not-loaded", { why });
  const noAnswer = (detail) => failed(detail, inWords(isWrite(detail) ? "no-answer-kept" : "no-answer"));

  const signIn = () => document.querySelector("meta[name=sign-in]")?.content;
  const goToSignIn = () => {
    const here = location.pathname + location.search;
    location.assign(`${signIn()}?next=${encodeURIComponent(here)}`);
  };
  const landedOnSignIn = (xhr) =>
    signIn() && xhr.responseURL && new URL(xhr.responseURL).pathname === new URL(signIn(), location).pathname;

  const sentence = (xhr) => {
    const isPlain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
    return isPlain && xhr.responseText.length < 300 ? xhr.responseText : "";
  };

  const on = (name, handler) => document.addEventListener(name, handler);
  // What a line merely asks while somebody types is no trouble when it fails.
  const onTrouble = (name, handler) => on(name, (event) => {
    if (!event.detail.elt?.matches?.("[data-moment]")) handler(event);
  });

  // A session that ended answers with the sign-in page: go there, never swap it into a panel.
  on("htmx:beforeOnLoad", (event) => {
    const { detail } = event;
    if (detail.xhr.status !== FRESH && !landedOnSignIn(detail.xhr)) return;
    detail.isSignIn = true;
    event.preventDefault();
    goToSignIn();
  });
  onTrouble("htmx:responseError", ({ detail }) => {
    const { status } = detail.xhr;
    if (status === FRESH) return;
    const why = inWords(status);
    say(sentence(detail.xhr) || (why ? failed(detail, why) : noAnswer(detail)));
  });
  onTrouble("htmx:sendError", ({ detail }) => say(noAnswer(detail)));
  onTrouble("htmx:timeout", ({ detail }) => say(noAnswer(detail)));
  on("htmx:swapError", () => say(inWords("not-shown")));
  on("htmx:afterRequest", ({ detail }) => { if (detail.successful) quiet(); });

  addEventListener("offline", () => say(inWords("offline")));
  addEventListener("online", quiet);
})();
