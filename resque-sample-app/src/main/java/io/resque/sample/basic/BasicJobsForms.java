package io.resque.sample.basic;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import io.resque.EnqueueException;
import io.resque.sample.InvalidFieldException;
import io.resque.sample.web.JobEnqueuer;
import io.resque.sample.web.JobRequest;
import io.resque.sample.web.NotEnqueuedException;

/**
 * Enqueues the jobs for people: a form in, back to the page with a message. An empty
 * field counts as not given.
 */
@Controller
class BasicJobsForms {

	private final JobEnqueuer jobs;

	BasicJobsForms(JobEnqueuer jobs) {
		this.jobs = jobs;
	}

	@PostMapping(path = "/archives", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	String archive(@RequestParam(defaultValue = "") String repoId, @RequestParam(defaultValue = "") String branch,
			RedirectAttributes page) {
		return enqueue(new ArchiveRequest(number(repoId), textOrNull(branch)), page);
	}

	@PostMapping(path = "/emails", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	String sendEmail(@RequestParam(defaultValue = "") String to, RedirectAttributes page) {
		return enqueue(new EmailRequest(textOrNull(to)), page);
	}

	@PostMapping(path = "/caches", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	String warmCache(@RequestParam(defaultValue = "") String keys, RedirectAttributes page) {
		return enqueue(new CacheRequest(List.of(StringUtils.tokenizeToStringArray(keys, ", \t\r\n"))), page);
	}

	@PostMapping(path = "/failures", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	String fail(@RequestParam(defaultValue = "") String message, RedirectAttributes page) {
		return enqueue(new FailureRequest(textOrNull(message)), page);
	}

	private String enqueue(JobRequest request, RedirectAttributes page) {
		try {
			page.addFlashAttribute("enqueued", this.jobs.enqueue(request));
		}
		catch (InvalidFieldException | NotEnqueuedException | EnqueueException ex) {
			page.addFlashAttribute("refused", ex.getMessage());
		}
		return "redirect:/";
	}

	private static Object number(String text) {
		try {
			return Long.valueOf(text.trim());
		}
		catch (NumberFormatException ex) {
			return text;
		}
	}

	private static @Nullable String textOrNull(String text) {
		return text.isBlank() ? null : text.trim();
	}

}
