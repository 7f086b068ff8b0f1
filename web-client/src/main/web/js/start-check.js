// Looks, when everything of the page has loaded, whether its script has run, and says why where it has not.
addEventListener("load", async () => {
  const { at, find, fault, show } = globalThis.tabitatFiles;
  if (document.documentElement.dataset.started) return;
  const url = at("@js/start.js@");
  show(await find(url) || fault("failed", "The app's script " + url + " came as it should and did not run; the browser's console may say why."));
});
