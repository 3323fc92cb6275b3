package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.redis.DelayedStore.Moved;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripts take none of equal delayed jobs where there are fewer than were seen.
 */
@ExtendWith(RedisServerExtension.class)
class DelayedEqualTests {

	private static final long SECOND = 4_102_444_800L;

	private static final byte[] BYTES = "{\"class\":\"Job\",\"args\":[],\"queue\":\"low\"}"
		.getBytes(StandardCharsets.UTF_8);

	private static final DelayedItem ITEM = DelayedItem.of(SECOND, BYTES);

	private final DelayedStore store;

	private final DelayedCounts counts;

	DelayedEqualTests(RedisServer server) {
		this.store = new DelayedStore(server.redis("resque"));
		this.counts = new DelayedCounts(server.redis("resque"));
	}

	@BeforeEach
	void delay() {
		this.store.add(SECOND, List.of(BYTES, "other".getBytes(StandardCharsets.UTF_8), BYTES));
	}

	@Test
	void oneIsRemovedWhereThereAreAsMany() {
		assertThat(this.store.removeOne(ITEM, 3)).isFalse();
		assertThat(this.counts.size(SECOND)).isEqualTo(3);
		assertThat(this.store.removeOne(ITEM, 2)).isTrue();
		assertThat(this.store.removeOne(ITEM, 2)).isFalse();
		assertThat(this.counts.countEqual(SECOND, List.of(BYTES, "gone".getBytes(StandardCharsets.UTF_8))))
			.containsExactly(1L, 0L);
		assertThat(this.store.find(BYTES)).containsExactly(ITEM);
		assertThat(this.store.removeOne(ITEM, 1)).isTrue();
		assertThat(this.store.find(BYTES)).isEmpty();
	}

	@Test
	void oneIsMovedWhereThereAreAsMany() {
		DelayedMove move = DelayedMove.toQueue(ITEM, "low", BYTES);
		assertThat(this.store.moveOne(move, 3)).isEqualTo(Moved.GONE);
		assertThat(this.counts.size(SECOND)).isEqualTo(3);
		assertThat(this.store.moveOne(move, 2)).isEqualTo(Moved.DONE);
		assertThat(this.store.moveOne(move, 2)).isEqualTo(Moved.GONE);
		assertThat(this.store.find(BYTES)).containsExactly(ITEM);
		assertThat(this.store.moveOne(move, 1)).isEqualTo(Moved.DONE);
	}

}
