// Sets the colours before the first paint. A file of its own: the content security policy allows no inline script.
// The key and its values are those of src/platform/preferences.ts.
;(function () {
  var chosen = null
  try {
    chosen = localStorage.getItem('colloque.colourMode')
  } catch {
    // Storage is refused: the device's preference stands.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.add(dark ? 'dark' : 'light')
})()
