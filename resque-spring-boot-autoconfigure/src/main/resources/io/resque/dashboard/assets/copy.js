/*
 * Buttons that copy the text of an element: <button type="button" class="copy"
 * data-copy-from="#id" hidden>. They show up only where scripts run.
 */

function show() {
	for (const button of document.querySelectorAll('button.copy[hidden]')) {
		button.hidden = false;
	}
}

async function copy(button) {
	const source = document.querySelector(button.dataset.copyFrom);
	if (source === null) {
		return;
	}
	try {
		await navigator.clipboard.writeText(source.value ?? source.textContent);
		button.classList.add('copied');
		document.getElementById('said').textContent = document.body.dataset.copied;
		setTimeout(() => button.classList.remove('copied'), 2000);
	}
	catch {
		// No clipboard without HTTPS: the text is selected instead, for the keyboard.
		document.getSelection().selectAllChildren(source);
	}
}

document.addEventListener('click', (event) => {
	const button = (event.target instanceof Element) ? event.target.closest('button.copy') : null;
	if (button !== null) {
		event.preventDefault();
		copy(button);
	}
});
document.addEventListener('resque:refreshed', show);
show();
