package io.resque.process;

import io.resque.ResqueException;

/**
 * A command about workers that could not be carried out. The message is for whoever has
 * typed it.
 */
public class CommandException extends ResqueException {

	public CommandException(String message) {
		super(message);
	}

}
