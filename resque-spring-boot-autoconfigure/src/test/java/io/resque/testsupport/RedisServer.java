package io.resque.testsupport;

import java.time.Duration;

import io.lettuce.core.RedisURI;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;

/**
 * The real Redis of all tests of this JVM. A test class gets it with
 * {@code @ExtendWith(RedisServerExtension.class)} as a parameter of its constructor or of
 * a method; the database is empty before each test.
 */
public final class RedisServer {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final RedisURI uri;

	private final LettuceConnectionFactory applicationConnections;

	private final LettuceConnectionFactory resqueConnections;

	private RedisServer(RedisURI uri) {
		this.uri = uri;
		this.applicationConnections = new LettuceConnectionFactory(
				(RedisStandaloneConfiguration) LettuceConnectionFactory.createRedisConfiguration(uri));
		this.applicationConnections.afterPropertiesSet();
		this.applicationConnections.start();
		this.resqueConnections = ResqueConnections.like(this.applicationConnections, TIMEOUT);
		this.resqueConnections.afterPropertiesSet();
		this.resqueConnections.start();
	}

	/**
	 * The server of this JVM; started when it is first asked for, stopped when the JVM
	 * ends.
	 */
	public static RedisServer get() {
		return Running.SERVER;
	}

	/** Host that the server listens on. */
	public String host() {
		return this.uri.getHost();
	}

	/** Port that the server listens on. */
	public int port() {
		return this.uri.getPort();
	}

	/** URL with database and credentials, a value for {@code spring.data.redis.url}. */
	public String url() {
		return this.uri.toURI().toString();
	}

	/** The door to Redis of a namespace, over connections as the library makes them. */
	public ResqueRedis redis(String namespace) {
		return new ResqueRedis(this.resqueConnections, new Keyspace(namespace));
	}

	/** Connections as an application has them, shared by all tests. */
	public LettuceConnectionFactory connections() {
		return this.applicationConnections;
	}

	/** To look at keys and to write them as another program would. */
	public StringRedisTemplate template() {
		return new StringRedisTemplate(this.applicationConnections);
	}

	/** Empties the database. */
	public void flush() {
		try (RedisConnection connection = this.applicationConnections.getConnection()) {
			connection.serverCommands().flushDb();
		}
	}

	boolean isEmpty() {
		try (RedisConnection connection = this.applicationConnections.getConnection()) {
			Long size = connection.serverCommands().dbSize();
			return size != null && size == 0;
		}
	}

	/**
	 * Other servers than a given one end with this JVM, so nobody sees what the last test
	 * left there.
	 */
	private void leave(RedisServerChoice choice) {
		if (choice == RedisServerChoice.URL) {
			flush();
		}
		this.resqueConnections.destroy();
		this.applicationConnections.destroy();
	}

	private static final class Running {

		private static final RedisServer SERVER = start();

		private static RedisServer start() {
			RedisServerChoice choice = RedisServerChoice.make();
			RedisServer server = new RedisServer(choice.start());
			if (!server.isEmpty()) {
				throw new IllegalStateException("The tests empty their database, but " + choice + " at " + server.host()
						+ ":" + server.port() + " has keys in it: name an empty one");
			}
			Runtime.getRuntime().addShutdownHook(new Thread(() -> server.leave(choice), "leave-redis"));
			System.out.println("Tests use " + choice + " at " + server.host() + ":" + server.port());
			return server;
		}

	}

}
