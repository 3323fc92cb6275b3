package io.resque;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Looks for {@link Sensitive} in a type, in what it is made of, and in the fields of
 * that.
 */
final class SensitiveTypes {

	private static final String JSON_PROPERTY = "com.fasterxml.jackson.annotation.JsonProperty";

	private final Set<Class<?>> seen = new HashSet<>();

	private final Set<String> members = new HashSet<>();

	private boolean whole;

	private SensitiveTypes() {
	}

	static SensitiveTypes of(Type type) {
		SensitiveTypes types = new SensitiveTypes();
		types.whole = types.look(ResolvableType.forType(type));
		return types;
	}

	/** Whether everything of the type is hidden. */
	boolean isWhole() {
		return this.whole;
	}

	/** Names of the members that are hidden. */
	Set<String> members() {
		return this.members;
	}

	private boolean look(ResolvableType type) {
		if (type.isArray()) {
			return look(type.getComponentType());
		}
		boolean hidden = false;
		for (ResolvableType generic : type.getGenerics()) {
			hidden |= look(generic);
		}
		Class<?> raw = type.resolve();
		if (raw == null || ClassUtils.isSimpleValueType(raw) || raw.getName().startsWith("java.")) {
			return hidden || (raw != null && isMarked(raw));
		}
		if (this.seen.add(raw)) {
			ReflectionUtils.doWithFields(raw, (field) -> look(field, type),
					(field) -> !Modifier.isStatic(field.getModifiers()));
		}
		return hidden || isMarked(raw);
	}

	private void look(Field field, ResolvableType owner) {
		if (field.isAnnotationPresent(Sensitive.class) | look(ResolvableType.forField(field, owner))) {
			this.members.add(field.getName());
			MergedAnnotations.from(field)
				.get(JSON_PROPERTY)
				.getValue("value", String.class)
				.filter((name) -> !name.isEmpty())
				.ifPresent(this.members::add);
		}
	}

	private static boolean isMarked(Class<?> type) {
		return type.isAnnotationPresent(Sensitive.class);
	}

}
