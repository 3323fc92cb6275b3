/*
 * Sends a form that changes something once, however often its button is pressed in a row.
 */
const IN_A_ROW = 5000;

let sent = new WeakMap();

document.addEventListener('submit', (event) => {
	if (event.target.getAttribute('method') !== 'post') {
		return;
	}
	if (performance.now() - (sent.get(event.target) ?? -IN_A_ROW) < IN_A_ROW) {
		event.preventDefault();
		return;
	}
	sent.set(event.target, performance.now());
});
// A page that comes back from the browser's memory may be used at once.
window.addEventListener('pageshow', () => {
	sent = new WeakMap();
});
