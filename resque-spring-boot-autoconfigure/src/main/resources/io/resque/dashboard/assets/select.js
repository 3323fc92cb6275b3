/*
 * Selecting many entries of a page at once: a box for all of them, and ranges with the shift key. Without this, each is
 * ticked by itself.
 */
let anchor = null;

function boxes(all) {
	return [...document.querySelectorAll(`input[type=checkbox][name="${all.dataset.selectAll}"]`)];
}

function show(all) {
	const every = boxes(all);
	const ticked = every.filter((box) => box.checked).length;
	all.checked = every.length > 0 && ticked === every.length;
	all.indeterminate = ticked > 0 && ticked < every.length;
}

function prepare() {
	document.querySelectorAll("input[data-select-all]").forEach((all) => {
		if (boxes(all).length > 1) {
			all.closest("[hidden]")?.removeAttribute("hidden");
		}
		show(all);
	});
}

document.addEventListener("click", (event) => {
	const box = event.target;
	if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") {
		return;
	}
	if (box.dataset.selectAll) {
		boxes(box).forEach((each) => {
			each.checked = box.checked;
		});
		return;
	}
	const all = document.querySelector(`input[data-select-all="${CSS.escape(box.name)}"]`);
	if (!all) {
		return;
	}
	const every = boxes(all);
	const from = every.indexOf(anchor);
	const to = every.indexOf(box);
	if (event.shiftKey && from >= 0) {
		every.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => {
			each.checked = box.checked;
		});
	}
	anchor = box;
	show(all);
});

document.addEventListener("resque:refreshed", prepare);
prepare();
