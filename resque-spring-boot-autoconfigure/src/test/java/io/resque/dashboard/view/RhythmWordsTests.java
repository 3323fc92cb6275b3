package io.resque.dashboard.view;

import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RhythmWordsTests {

	private final DashboardMessages messages = new DashboardMessages();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					every 30s                  | every 30 seconds                           | 每 30 秒
					every 5m                   | every 5 minutes                            | 每 5 分钟
					every 1d                   | every day                                  | 每 1 天
					* * * * *                  | every minute                               | 每 1 分钟
					*/15 * * * *               | every 15 minutes                           | 每 15 分钟
					5 * * * *                  | every hour at minute 5                     | 每小时的第 5 分
					10 */6 * * *               | every 6 hours at minute 10                 | 每 6 小时，在第 10 分
					0 2 * * *                  | every day at 02:00                         | 每天 02:00
					0 2 * * * Europe/Berlin    | every day at 02:00, time of Europe/Berlin  | 每天 02:00（Europe/Berlin 时间）
					0 30 9 * * *               | every day at 09:30                         | 每天 09:30
					30 9 * * 1-5               | every Monday, Tuesday, Wednesday, Thursday, Friday at 09:30 | 每逢星期一、星期二、星期三、星期四、星期五 09:30
					0 0 * * sun                | every Sunday at 00:00                      | 每逢星期日 00:00
					0 0 * * 6,7                | every Saturday, Sunday at 00:00            | 每逢星期六、星期日 00:00
					15 4 1 * *                 | every month on day 1 at 04:15              | 每月 1 日 04:15
					15 4 L * *                 | on the last day of every month at 04:15    | 每月最后一天 04:15
					0 8 24 dec *               | every year on December 24 at 08:00         | 每年十二月24 日 08:00
					@daily                     | every day at 00:00                         | 每天 00:00
					@weekly UTC                | every Sunday at 00:00, time of UTC         | 每逢星期日 00:00（UTC 时间）
					""")
	void usualRhythmsAreSaidInWords(String rhythm, String english, String chinese) {
		assertThat(new RhythmWords(this.messages, Locale.ENGLISH).of(rhythm)).isEqualTo(english);
		assertThat(new RhythmWords(this.messages, Locale.SIMPLIFIED_CHINESE).of(rhythm)).isEqualTo(chinese);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "x", "*/7 * * * *", "5 */5 * * *", "0 2 1 * 1", "0 2 * * mon#2", "0 2 -2 * *",
			"0,30 2 * * *", "*/5 2 * * *", "30 * * * * *", "0 2 * 1-3 *", "0 2 * * fri-mon", "every 1h30m", "every 0s",
			"@never", "0 2 31 13 *", "0 2 * * 1-", "0 2 * * ,", "<script>", "every 99999999999999999999s" })
	void othersAreLeftToTheirExpression(String rhythm) {
		assertThat(new RhythmWords(this.messages, Locale.ENGLISH).of(rhythm)).isNull();
	}

}
