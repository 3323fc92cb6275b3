package io.resque.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The library's own Jackson: nothing that an application configures reaches it.
 */
final class OwnJackson {

	/** Reading a number takes time that grows faster than its length. */
	private static final int LONGEST_NUMBER = 1_000_000;

	/**
	 * Buffers belong to threads, because the slots live long: a pool that all of them
	 * share is where they meet.
	 */
	static final JsonFactory FACTORY = JsonFactory.builder()
		.recyclerPool(JsonRecyclerPools.threadLocalPool())
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(Integer.MAX_VALUE)
			.maxNumberLength(LONGEST_NUMBER)
			.maxStringLength(Integer.MAX_VALUE)
			.maxNameLength(Integer.MAX_VALUE)
			.build())
		.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(ResqueJson.MAX_DEPTH).build())
		.enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
		.build();

	/**
	 * Writes properties in the order of their declaration and refuses what would change a
	 * value silently.
	 */
	static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.SORT_CREATOR_PROPERTIES_FIRST,
				MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
		.withCoercionConfigDefaults((any) -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
		.withCoercionConfig(LogicalType.Textual,
				(text) -> text.setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert)
					.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
		.build();

	private OwnJackson() {
	}

}
