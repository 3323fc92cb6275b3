package io.resque.sample.basic;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

import io.resque.ResqueJob;
import io.resque.sample.InvalidFieldException;

/**
 * Pretends to send an email and stores the result in Redis under the address, within the
 * namespace.
 */
@Component
@ResqueJob(queue = "demo_task")
class SendEmailTask {

	private final StringRedisTemplate redis;

	private final String namespace;

	SendEmailTask(StringRedisTemplate redis, @Value("${resque.namespace:resque}") String namespace) {
		this.redis = redis;
		this.namespace = namespace;
	}

	void perform(String targetEmail) {
		if (!EmailAddress.isValid(targetEmail)) {
			throw new InvalidFieldException("targetEmail", EmailAddress.ALLOWED);
		}
		this.redis.opsForValue().set(this.namespace + ":" + targetEmail, "Email sent to " + targetEmail);
	}

}
