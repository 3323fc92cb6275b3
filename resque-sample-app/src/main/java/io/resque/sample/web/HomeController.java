package io.resque.sample.web;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page with the forms.
 */
@Controller
class HomeController {

	private final String dashboardPath;

	HomeController(@Value("${resque.dashboard.path:/resque}") String dashboardPath) {
		this.dashboardPath = dashboardPath;
	}

	@GetMapping("/")
	String home(Model model) {
		model.addAttribute("dashboard", this.dashboardPath);
		return "home";
	}

}
