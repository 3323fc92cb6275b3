/*
 * Lets relative times grow old between two refreshes, and shows the exact ones instead
 * when somebody touches one: a finger cannot hover.
 */

const texts = document.body.dataset;

const skew = Number(document.getElementById('main').dataset.now) - Date.now();

const SWITCH = 'resque.exact';

const UNITS = [['days', 86400], ['hours', 3600], ['minutes', 60], ['seconds', 1]];

let isExact = false;

function relative(time) {
	const seconds = (Date.now() + skew - Date.parse(time.dateTime)) / 1000;
	if (Number.isNaN(seconds) || time.hasAttribute('data-lasts')) {
		return null;
	}
	if (time.hasAttribute('data-due') && seconds <= -1) {
		return inWords('in', -seconds);
	}
	return (seconds < 5) ? (seconds > -60 ? texts.now : null) : inWords('', seconds);
}

function inWords(prefix, seconds) {
	const [unit, length] = UNITS.find(([, least]) => seconds >= least);
	const number = Math.floor(seconds / length).toLocaleString(document.documentElement.lang);
	return texts[prefix ? prefix + unit[0].toUpperCase() + unit.slice(1) : unit].replace('{0}', number);
}

export function showTimes() {
	for (const time of document.querySelectorAll('main time[datetime][title]')) {
		const text = isExact ? time.title : relative(time);
		if (text !== null && time.textContent !== text) {
			time.textContent = text;
		}
	}
}

export function switchTimes() {
	isExact = !isExact;
	try {
		sessionStorage.setItem(SWITCH, String(isExact));
	}
	catch {
		// A browser that keeps nothing: for this page then.
	}
	showTimes();
}

try {
	isExact = sessionStorage.getItem(SWITCH) === 'true';
}
catch {
	// A browser that keeps nothing.
}
document.addEventListener('click', (event) => {
	if (event.target instanceof Element && event.target.matches('main time[datetime][title]') && !event.target.closest('a, summary')) {
		switchTimes();
	}
});
document.addEventListener('resque:refreshed', showTimes);
document.addEventListener('visibilitychange', showTimes);
setInterval(() => document.hidden || showTimes(), 5000);
showTimes();
