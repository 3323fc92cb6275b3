package io.resque.sample.basic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;

import io.resque.sample.InvalidFieldException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

@ExtendWith(MockitoExtension.class)
class SendEmailTaskTests {

	@Mock
	private StringRedisTemplate redis;

	@Mock
	private ValueOperations<String, String> values;

	@Test
	void storesTheResultUnderTheAddressInTheNamespace() {
		given(this.redis.opsForValue()).willReturn(this.values);
		new SendEmailTask(this.redis, "mail").perform("a@example.org");
		then(this.values).should().set("mail:a@example.org", "Email sent to a@example.org");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "@example.org", "a@", "a b@example.org", "a@b@c", "a@example.org:x", "a\n@b.c" })
	void refusesWhatIsNoAddress(String address) {
		assertThatExceptionOfType(InvalidFieldException.class)
			.isThrownBy(() -> new SendEmailTask(this.redis, "resque").perform(address))
			.withMessage("'targetEmail' must be an email address such as a@example.org");
		then(this.redis).shouldHaveNoInteractions();
	}

}
