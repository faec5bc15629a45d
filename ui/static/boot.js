// Runs before the first paint: the person's choice of light or dark, so that nothing flashes.
(function () {
  try {
    var theme = localStorage.getItem("cpa.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (e) { /* storage is blocked: the system's choice stands */ }
})();
