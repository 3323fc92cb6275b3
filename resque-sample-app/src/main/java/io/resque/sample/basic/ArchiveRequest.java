package io.resque.sample.basic;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.sample.InvalidFieldException;
import io.resque.sample.web.JobRequest;

/**
 * Asks for an archive of a branch of a repository.
 *
 * @param repoId id of the repository
 * @param branch name of the branch; without one the job decides
 */
record ArchiveRequest(@Nullable Object repoId, @Nullable Object branch) implements JobRequest {

	@Override
	public Class<?> job() {
		return Archive.class;
	}

	@Override
	public List<Object> args() {
		if (!(this.repoId instanceof Integer || this.repoId instanceof Long)
				|| ((Number) this.repoId).longValue() < 1) {
			throw new InvalidFieldException("repoId", Repository.ALLOWED_ID);
		}
		if (this.branch == null) {
			return List.of(this.repoId);
		}
		if (!(this.branch instanceof String name && BranchName.isValid(name))) {
			throw new InvalidFieldException("branch", BranchName.ALLOWED);
		}
		return List.of(this.repoId, name);
	}

}
