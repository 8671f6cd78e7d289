// When the server refuses, is late or is away: one plain line at #trouble; the page and its text stay.
(() => {
  const KEPT = " Your text is kept";
  const FRESH = 401;
  const PLAIN = {
    403: "you may not do this, or the page was open too long." + KEPT + "; load the page again.",
    404: "this is no longer here, or out of your reach.",
    413: "the file is too large.",
    429: "too many tries. Wait a minute, then try again.",
  };

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
  const opening = (detail) => (isWrite(detail) ? "Not saved: " : "Not loaded: ");
  const noAnswer = (detail) =>
    opening(detail) + "the server did not answer." + (isWrite(detail) ? KEPT + "; try again." : " Try again.");

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
    say(sentence(detail.xhr) || (PLAIN[status] ? opening(detail) + PLAIN[status] : noAnswer(detail)));
  });
  onTrouble("htmx:sendError", ({ detail }) => say(noAnswer(detail)));
  onTrouble("htmx:timeout", ({ detail }) => say(noAnswer(detail)));
  on("htmx:swapError", () => say("The answer could not be shown. Load the page again."));
  on("htmx:afterRequest", ({ detail }) => { if (detail.successful) quiet(); });

  addEventListener("offline", () => say("No network. What you see stays readable; what you log is kept and sent when it is back."));
  addEventListener("online", quiet);
})();
