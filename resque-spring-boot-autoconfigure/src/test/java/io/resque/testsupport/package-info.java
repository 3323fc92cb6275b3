/**
 * What several test packages share: the Redis server.
 */
@NullMarked
package io.resque.testsupport;

import org.jspecify.annotations.NullMarked;
