package io.resque.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

import io.resque.process.PidFile;

/**
 * The pid file of this process, where it is asked for: from the making of the beans to
 * the end of the last one that works.
 */
class OwnPidFile implements DisposableBean {

	private final @Nullable PidFile file;

	OwnPidFile(@Nullable Path path) {
		this.file = (path != null) ? PidFile.write(path) : null;
	}

	@Override
	public void destroy() throws IOException {
		if (this.file != null) {
			this.file.remove();
		}
	}

}
