/**
 * Every key, every script and every Redis call. Public for the other packages of this
 * library, not an API for applications. Speaks strings, numbers and bytes: it knows no
 * job, and nothing of ours outside this package.
 */
@NullMarked
package io.resque.redis;

import org.jspecify.annotations.NullMarked;
