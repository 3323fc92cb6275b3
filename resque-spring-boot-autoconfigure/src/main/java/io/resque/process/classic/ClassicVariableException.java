package io.resque.process.classic;

import io.resque.ResqueException;

/**
 * An environment variable of the classic start-up has a value that cannot be used.
 */
public class ClassicVariableException extends ResqueException {

	private static final String SWITCH = "resque.process.classic-variables=false";

	private final String problem;

	private final String remedy;

	ClassicVariableException(String problem, String remedy) {
		super(problem + ": " + remedy);
		this.problem = problem;
		this.remedy = remedy + ". Where such variables are not for Resque, set " + SWITCH;
	}

	/** What is wrong, without a full stop. */
	public String problem() {
		return this.problem;
	}

	/** What to do, with an example that can be typed. */
	public String remedy() {
		return this.remedy;
	}

}
