package io.resque.sample.basic;

import java.io.IOException;

import org.springframework.stereotype.Component;

import io.resque.ResqueJob;

/**
 * Makes an archive of a branch of a repository.
 */
@Component
@ResqueJob(queue = "file_serve")
class Archive {

	private final Repositories repositories;

	Archive(Repositories repositories) {
		this.repositories = repositories;
	}

	void perform(long repoId) throws IOException {
		perform(repoId, "master");
	}

	void perform(long repoId, String branch) throws IOException {
		Repository repository = this.repositories.find(repoId);
		repository.createArchive(branch);
	}

}
