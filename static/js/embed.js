// On somebody else's page: puts the lead form behind its own <script>, in a frame as high as the form.
// Loaded from /forms/<token>/embed.js, whose address says which form; data-title names the frame.
(() => {
  const script = document.currentScript;
  const address = script.src.replace(/embed\.js([?#].*)?$/, "");
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = script.dataset.title || "";
  frame.width = "100%";
  frame.height = "1200";
  frame.setAttribute("frameborder", "0");
  script.after(frame);

  addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== new URL(address).origin) return;
    if (Number.isFinite(data?.leadForm)) frame.height = String(Math.ceil(data.leadForm));
  });
})();
