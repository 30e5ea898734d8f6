// Runs before the first paint: a theme chosen on this device wins over the system's.
(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch { /* storage is closed: the system's theme stays */ }
  document.documentElement.classList.add("scripted");
})();
