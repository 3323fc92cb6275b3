/**
 * What is measured: one class for each question.
 */
@NullMarked
package io.resque.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
