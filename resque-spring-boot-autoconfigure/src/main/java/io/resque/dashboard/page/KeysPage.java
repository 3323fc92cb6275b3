package io.resque.dashboard.page;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.inspect.ResqueInspector;
import io.resque.inspect.StoredKeys;

/**
 * The keys of the namespace, and what one of them holds: a portion at a time, by cursors
 * that stand in the address.
 */
final class KeysPage {

	private final ResqueInspector inspector;

	private final PageWriter writer;

	KeysPage(ResqueInspector inspector, PageWriter writer) {
		this.inspector = inspector;
		this.writer = writer;
	}

	ServerResponse list(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String from = parameters.cursor();
		String text = parameters.find("text");
		String wanted = (text != null) ? text.strip() : "";
		StoredKeys.Keys found = this.inspector.keys().find(wanted, from);
		Map<String, Object> model = new HashMap<>(Map.of("keys", found.keys(), "text", wanted, "begun", from != null));
		return this.writer.page(request, "keys", withNext(model, found.next()));
	}

	ServerResponse show(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String name = parameters.required("key");
		String from = parameters.cursor();
		StoredKeys keys = this.inspector.keys();
		if (!keys.isKey(name)) {
			throw new BadParameterException("key");
		}
		StoredKeys.Values values = keys.values(name, from);
		if (values == null) {
			throw new NotFoundException("error.key", name);
		}
		Map<String, Object> model = new HashMap<>(
				Map.of("key", values.key(), "values", values.values(), "begun", from != null));
		return this.writer.page(request, "key", withNext(model, values.next()));
	}

	private static Map<String, Object> withNext(Map<String, Object> model, @Nullable String next) {
		if (next != null) {
			model.put("next", next);
		}
		return model;
	}

}
