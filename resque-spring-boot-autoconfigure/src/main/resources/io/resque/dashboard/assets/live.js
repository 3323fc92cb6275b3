/*
 * Keeps the page up to date while somebody looks at it: asks for it again and again, for
 * longer and longer while there is no answer, and never in a hidden tab.
 */
import { morph } from './morph.js';

const PAUSE = 2000;

const LONGEST_PAUSE = 30000;

const SWITCH = 'resque.live';

/** A pointer that has come to a button so lately may be about to press it. */
const AIMING = 5000;

const READING = 10000;

const main = document.getElementById('main');

const button = document.getElementById('live');

let pause = PAUSE;

let timer = null;

let askedAt = null;

let answeredAt = new Date();

let isOver = false;

let movedAt = -AIMING;

function isOn() {
	return recall() !== 'off';
}

function recall() {
	try {
		return localStorage.getItem(SWITCH);
	}
	catch {
		return button.dataset.switch;
	}
}

function remember(value) {
	button.dataset.switch = value;
	try {
		localStorage.setItem(SWITCH, value);
	}
	catch {
		// A browser that keeps nothing: for this page then.
	}
}

function say(state, text) {
	button.className = 'live live-' + state;
	button.setAttribute('aria-pressed', String(state !== 'off' && state !== 'over'));
	if (button.textContent !== text) {
		button.textContent = text;
	}
}

function plan(delay) {
	clearTimeout(timer);
	if (isOn() && !isOver && !document.hidden) {
		timer = setTimeout(ask, delay);
	}
}

function ask() {
	if (askedAt !== null) {
		return;
	}
	if (isSelecting() || isAiming()) {
		plan(PAUSE);
		return;
	}
	askedAt = performance.now();
	htmx.trigger(main, 'resque:refresh');
}

function isSelecting() {
	const selection = document.getSelection();
	return selection !== null && !selection.isCollapsed && main.contains(selection.anchorNode);
}

/** Rows must not move under a pointer that is about to press something in one of them. */
function isAiming() {
	return performance.now() - movedAt < AIMING && main.querySelector('.button:hover, input:hover') !== null;
}

function end(text) {
	isOver = true;
	clearTimeout(timer);
	say('over', text);
}

function answered(xhr) {
	const took = performance.now() - askedAt;
	askedAt = null;
	if (isOver) {
		return;
	}
	if (xhr.status === 401 || xhr.status === 403) {
		end(button.dataset.refused);
	}
	else if (xhr.status === 404 || xhr.status === 400) {
		end(button.dataset.over);
	}
	else if (xhr.status === 200) {
		answeredAt = new Date();
		pause = Math.max(PAUSE, 4 * took);
		showSwitch();
		plan(pause);
	}
	else {
		pause = Math.min(2 * pause, LONGEST_PAUSE);
		say('lost', button.dataset.lost.replace('{0}', answeredAt.toLocaleTimeString(document.documentElement.lang)));
		plan(pause);
	}
}

/** What was done is told once, and not again by each refresh. */
function forgetNotice() {
	const place = new URL(location.href);
	place.searchParams.delete('note');
	place.searchParams.delete('count');
	history.replaceState(history.state, '', place);
}

function showSwitch() {
	say(isOn() ? 'on' : 'off', isOn() ? button.dataset.on : button.dataset.off);
}

function swap(fragment) {
	const fresh = fragment.querySelector('#main');
	if (fresh === null) {
		// Somebody's login page, say.
		end(button.dataset.refused);
		return;
	}
	morph(main, fresh);
	morph(document.getElementById('pages'), fragment.querySelector('#pages'));
	document.dispatchEvent(new CustomEvent('resque:refreshed'));
}

if (button !== null && window.htmx) {
	htmx.defineExtension('morph', {
		handleSwap: (style, target, fragment) => {
			if (!isAiming()) {
				swap(fragment);
			}
			return [];
		}
	});
	document.addEventListener('pointermove', () => {
		movedAt = performance.now();
	}, { passive: true });
	main.addEventListener('htmx:afterRequest', (event) => answered(event.detail.xhr));
	document.addEventListener('visibilitychange', () => plan(0));
	window.addEventListener('pageshow', () => plan(PAUSE));
	button.addEventListener('click', () => {
		if (isOver) {
			location.reload();
			return;
		}
		remember(isOn() ? 'off' : 'on');
		showSwitch();
		plan(0);
	});
	setTimeout(forgetNotice, READING);
	button.hidden = false;
	showSwitch();
	plan(PAUSE);
}
