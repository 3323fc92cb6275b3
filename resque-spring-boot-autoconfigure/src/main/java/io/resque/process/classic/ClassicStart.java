package io.resque.process.classic;

import java.util.List;
import java.util.Map;

/**
 * What the environment variables of Ruby's Resque ask for.
 *
 * @param properties configuration properties that say the same, by name
 * @param remarks what each variable became, for the log
 * @param processes how many worker processes; with more than one there is a supervisor
 * @param background whether to leave the terminal
 */
public record ClassicStart(Map<String, String> properties, List<String> remarks, int processes, boolean background) {

}
