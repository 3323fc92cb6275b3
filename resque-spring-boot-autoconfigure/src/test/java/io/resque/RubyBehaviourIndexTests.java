package io.resque;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where each behaviour is proved that the tests of Ruby's Resque pin down, of jobs,
 * queues, workers, failures and schedulers. "-" says why one does not apply to Java.
 */
class RubyBehaviourIndexTests {

	private static final String INDEX = """
			1 ResqueTemplateTests#queueComesFromTheAnnotation
			2 ResqueTemplateTests#jobWithoutQueueIsRefused ResqueTemplateTests#whatIsNoJobIsRefused
			2 ResqueTemplateTests#namesThatNobodyCouldUseAreRefused
			3 ResqueTemplateTests#reservedJobCarriesTheArgsThatWerePushed
			3 JobRegistryTests#dashedNameResolvesToTheCamelCasedOne
			3 ResqueTemplateTests#valueMayReadRedisWhileItIsWritten
			4 ResqueTemplateTests#recreatePutsAnEqualJobOnTheQueue
			5 DequeueTests#withArgsRemovesTheEqualOnesOnly DequeueTests#withoutArgsRemovesAllOfTheClassAndNoOther
			5 JobCodecTests#jobPrintsAsInRuby
			6 JobCodecTests#jobsAreEqualByQueueNameAndArgs
			7 ResqueTemplateTests#peekOfOneGivesAnObjectAndOfSeveralAList
			8 ResqueTemplateTests#poppingAnEmptyQueueGivesNothing
			9 ResqueTemplateTests#removedQueueIsGoneFromTheNames
			10 - there is no keys(): it reads the whole database
			11 ResqueTemplateTests#badJsonRaisesAndStaysOnTheQueue
			12 InlineModeTests#performsAtOnceAndLeavesRedisAlone InlineModeTests#argsGoThroughJson
			13 ResqueTemplateTests#sizesAndSamplesOfAllQueues
			14 inspect.RedisResqueInspectorTests#infoCountsPendingProcessedQueuesWorkersWorkingAndFailed
			15 ResqueTemplateTests#namespaceIsThePrefixOfAllKeys
			15 autoconfigure.ResqueAutoConfigurationTests#namespaceAndJsonProfileFollowTheProperties
			16 hook.AnnotatedHooksTests#beforeAroundPerformAfterAndAlwaysRunInThisOrder
			16 JobPerformerTests#goodJobRunsBeforeAroundPerformAroundAfter
			17 hook.AnnotatedHooksTests#anErrorBeforeKeepsTheJobUnperformedAndIsRaised
			17 hook.AnnotatedHooksTests#skippingLeavesTheJobUnperformedWithoutAnError
			18 hook.AnnotatedHooksTests#anErrorAfterIsRaisedThoughPerformed
			19 hook.AnnotatedHooksTests#anErrorAroundBeforeProceedingKeepsTheJobUnperformed
			19 hook.AnnotatedHooksTests#aroundMayLeaveOutTheJobOrRescueIt
			20 hook.AnnotatedHooksTests#failureMethodsGetWhatIsThenRaisedEachWhatItWants
			21 hook.AnnotatedHooksTests#anErrorInAFailureMethodNamesBothAndTheOthersRun
			22 hook.AnnotatedHooksTests#falseBeforeEnqueueKeepsItOffTheQueueAndFalseBeforeDequeueOn
			23 hook.AnnotatedHooksTests#falseBeforeEnqueueKeepsItOffTheQueueAndFalseBeforeDequeueOn
			24 hook.HookLintTests#allKindsRunInTheOrderOfTheirNames
			25 hook.HookLintTests#refusesWithASentenceThatSaysWhatToDo hook.HookLintTests#acceptsWhatIsMeant
			26 hook.AnnotatedHooksTests#beforeAroundPerformAfterAndAlwaysRunInThisOrder
			27 autoconfigure.WorkerHookTests#theyRunInTheirOrderAndForkHooksNotAtAll
			27 worker.fork.ForkModeTests#aChildServesAsManyJobsAsItMayAndWhateverOneDoesToItTheNextOneIsPerformed
			28 autoconfigure.WorkerHookTests#theyRunInTheirOrderAndForkHooksNotAtAll
			29 worker.WorkerBehaviourTests#pausedByTheGlobalKeyNothingIsPerformedUntilItGoes
			29 worker.WorkerBehaviourTests#aPauseKeyThatIsNotTruePausesNothing
			29 redis.InFlightStoreTests#theGlobalPauseKeyCountsInAnyLetterCaseAndWithBlanks
			30 worker.WorkerBehaviourTests#failingJobsAreRecordedWithClassAndMessage
			30 worker.WorkerBehaviourTests#successfulJobsAreNotRecordedAsFailures
			31 worker.WorkerBehaviourTests#anExceptionInTheFailureBackendDoesNotLeaveTheWorker
			32 process.PidFileTests#itHoldsThePidAndReplacesWhatACrashHasLeft
			32 autoconfigure.ResqueProcessAutoConfigurationTests#whoDoesNotWorkHasNone
			32 autoconfigure.ResqueProcessAutoConfigurationTests#aWorkerLeavesItToItsSupervisor
			33 worker.fork.ForkModeTests#aChildThatIsTooLargeTakesNoFurtherJobAndOneThatGrowsBeyondTheLimitLosesItsJob
			34 worker.WorkerBehaviourTests#aPayloadWithAnUnknownClassIsReportedAsFailure
			35 worker.WorkerBehaviourTests#whileWorkingQueueRunAtAndPayloadAreRecordedAndClearedAfterwards
			36 worker.StopTests#aJobThatDoesNotEndInTimeGoesBackToTheHeadOfItsQueue
			36 worker.StopTests#aJobThatMustNotRunTwiceFailsOnceAsADirtyExit
			37 - a worker knows its job and reads nothing when it unregisters
			38 worker.FailureListTests#errorsOfAFailureHookAndABackendWhileUnregisteringAreToldAndTheWorkerIsUnregistered
			39 failure.FailuresTests#failedListCanBePeekedAndCleared
			40 worker.QueueSelectorTests#namesAreTrimmedAndEmptyOnesLeftOut
			40 worker.QueueSelectorTests#severalQueuesKeepTheirOrder
			40 worker.WorkerBehaviourTests#queuesAreServedInTheOrderOfTheList
			41 worker.QueueSelectorTests#starMeansAllQueuesInTheOrderOfTheirBytes
			41 worker.QueueSelectorTests#starAtTheEndAddsTheOthersOnce
			41 worker.QueueSelectorTests#starInTheMiddleLeavesNothingForWhatFollows
			41 worker.QueueSelectorTests#globsSelectTheirMatchesInOrder
			41 worker.QueuePatternTests#matchesWhatRubyMatches
			42 worker.QueueSelectorTests#negatedNamesAndGlobsAreLeftOut
			43 worker.QueueSelectorTests#literalListsNeverAskRedisForTheNames
			44 worker.WorkerBehaviourTests#workersAreRegisteredWhileRunningAndEverythingIsGoneAfterwards
			44 worker.WorkerBehaviourTests#aWorkerWithoutQueuesIsRefused
			45 worker.WorkerBehaviourTests#workersAreRegisteredWhileRunningAndEverythingIsGoneAfterwards
			45 inspect.WorkerRemovalTests#everythingOfARemovedWorkerIsGone
			46 worker.WorkerBehaviourTests#whileWorkingQueueRunAtAndPayloadAreRecordedAndClearedAfterwards
			47 - nothing is cached: an inspector reads Redis each time
			48 worker.WorkerBehaviourTests#processedAndFailedAreCountedForEachWorkerAndErasedWithIt
			49 worker.lease.LeaseKeeperTests#aStartLeavesLeaseHeartbeatsAndRegistrationInRubysFormats
			49 inspect.RedisResqueInspectorTests#queueNamesOfAWorkerMayContainColons
			49 inspect.RedisResqueInspectorTests#unknownWorkerIsNull
			50 worker.lease.DeadWorkerPrunerTests#otherHostsOtherQueuesAndOtherKindsStay
			50 worker.lease.DeadWorkerPrunerTests#workersOfOurKindOnThisMachineWithoutALeaseAreRemovedButTheirJobsNeverFail
			51 worker.lease.DeadWorkerPrunerTests#jobOfASilentRubyWorkerFailsWithRubysExceptionAndMessage
			51 worker.lease.DeadWorkerPrunerTests#nobodyPrunesWhenSomebodyDidWithinTheLastMinute
			51 worker.lease.DeadWorkerPrunerTests#workersThatNeverBeatStay
			51 worker.lease.DeadWorkerPrunerTests#heartbeatsWithoutARegistrationAreRemoved
			52 worker.lease.LeaseKeeperTests#workersStartInTheOrderOfRuby
			52 worker.lease.LeaseKeeperTests#closingLeavesNothing
			52 worker.lease.LeaseKeeperTests#aStartLeavesLeaseHeartbeatsAndRegistrationInRubysFormats
			53 worker.WorkerBehaviourTests#queueEmptyIsAnnouncedOnTheChangeFromWorkingToIdleOnly
			53 worker.WorkerBehaviourTests#stoppingIsAnnouncedBeforeAndAfter
			53 worker.StopTests#stoppingIsAnnouncedAlsoWhenRedisNeverCame
			54 event.EventLogTests#eachEventIsOneLine
			55 process.classic.ClassicVariablesTests#aVariableBecomesAProperty
			55 autoconfigure.WorkerHookTests#theyRunInTheirOrderAndForkHooksNotAtAll
			56 - a child makes its own connections when a job needs them, by its client's rules
			57 process.SignalTests#eachSignalDoesWhatItDoesInRuby
			57 worker.JobLimitTests#aJobMayLookWhetherItIsToStop
			58 worker.fork.ForkModeTests#eachJobIsPerformedInAChildOfItsOwnAndOneThatIsKilledIsADirtyExitWithRubysTextAndNotCounted
			58 worker.fork.ChildExitTests#saysItAsRubyAndPhpDo
			59 process.SignalTests#aLongJobIsInterruptedGetsTimeToCleanUpAndGoesBack
			59 worker.fork.ForkModeTests#aJobEndsAtItsTimeoutOrWhenItIsKilledAndWithItAChildThatGoesOn
			59 worker.fork.ForkModeTests#aStopAsksTheJobAndGivesBackWhatDoesNotEnd
			60 failure.FailureQueuesTests#failuresAreRetriedAndRemovedByTheirQueue
			60 failure.FailureQueuesTests#clearRetriedRemovesExactlyTheRetriedOnesOfAllLists
			60 failure.FailuresTests#clearRetriedRemovesExactlyTheRetriedOnes
			61 failure.FailureEntriesTests#invalidTextIsCleaned failure.JobFailureTests#invalidTextInTheMessageIsCleaned
			62 failure.FailureQueuesTests#readsNoneOneAndManyAndTheFilterHonoursTheLimit
			63 failure.FailureQueuesTests#indexesAreThoseOfTheListInBothOrdersAndFromAnyStart
			64 worker.FailureListTests#withSeveralBackendsRetriesAndRemovalsGoThrough
			65 dashboard.DashboardRubyTests#theRootRedirectsAndLinksCarryThePrefixOfTheProxy
			65 dashboard.DashboardRubyTests#everyTabAnswersAndTheOverviewShowsTheQueues
			65 dashboard.DashboardRubyTests#failedJobsAreShownWithOneListAndWithSeveral
			65 dashboard.DashboardFailedTests#theListsComeFirst dashboard.DashboardFormTests#linksAndRedirectsStayBelowThePath
			66 process.classic.ClassicVariablesTests#aVariableBecomesAProperty process.classic.ClassicVariablesTests#aWrongValueSaysWhatToSet
			66 autoconfigure.ClassicEnvironmentTests#aWrongValueEndsTheStartWithASentenceAndNoStackTrace
			67 DelayedJobsTests#jobsOfTheSameSecondShareItsEntry
			68 DelayedJobsTests#timesThatHaveComeEnqueueAtOnce DelayedJobsTests#aDelayIsATimeFromNow
			69 DelayedJobsTests#delayOrEnqueueMovesEqualJobsOrDelaysOne
			70 schedule.DelayedPumpTests#manyBatchesAndSecondsComeOverInOneGo
			70 schedule.DelayedPumpTests#whoIsNoLongerTheSchedulerMovesNothing
			71 DelayedJobsTests#selectionsFindRemoveAndEnqueue
			72 DelayedJobsTests#removesFromOneSecondWithItsEntry
			72 DelayedJobsTests#inlineModeDelaysNothingAndRemovesNothing
			73 schedule.DelayedPumpTests#argsAreWhatRubyWouldEnqueue
			74 schedule.ScheduleRunnerTests#eachOccurrenceIsEnqueuedOnceAndTold
			74 schedule.ScheduleRunnerTests#aPeriodKeepsItsPhaseWhoeverIsTheScheduler
			74 schedule.ScheduleRunnerTests#oneBadEntryNeverStopsTheOthers
			75 schedule.ScheduleReaderTests#argsAreOneOrSeveral
			76 schedule.ScheduleRunnerTests#eachOccurrenceIsEnqueuedOnceAndTold
			76 schedule.ScheduleRunnerTests#whoIsNoLongerTheSchedulerOrIsBehindEnqueuesNothing
			77 schedule.ScheduleRunnerTests#aPeriodKeepsItsPhaseWhoeverIsTheScheduler
			77 schedule.ScheduleRunnerTests#oneBadEntryNeverStopsTheOthers
			78 schedule.ScheduleRunnerTests#pausedRefusedAndOverlappingOnesAreLeftOut
			78 schedule.DelayedPumpTests#whatAHookOrAQueueRefusesWithAnErrorWaitsAnotherMinute
			79 schedule.LeadershipTests#oneHasTheLockAndKeepsItInRubysKeyAndForm
			79 schedule.LeadershipTests#whoDoesNotKeepItInTimeHasLostIt
			79 schedule.LeadershipTests#aLockThatIsGivenBackIsFreeAtOnce
			79 schedule.LeadershipTests#aPrefixMakesItAnotherLockAndScriptsMayBeFlushed
			80 schedule.SchedulerCrashTests#aSchedulerThatIsKilledLosesAndDoublesNothing
			81 dashboard.DashboardPagesTests#dataIsTextAndNothingElse
			81 dashboard.DashboardScheduleTests#onlyADynamicScheduleIsRemoved
			81 dashboard.DashboardDelayedSearchTests#allTimesOfAJobNeedEqualArgs DelayedWalkTests#findsByNameTextAndEqualArgs
			""";

	@Test
	void eachBehaviourNamesTestsThatExist() {
		Map<Integer, List<String>> index = new LinkedHashMap<>();
		INDEX.lines().forEach((line) -> {
			String[] parts = line.split(" ", 2);
			index.computeIfAbsent(Integer.valueOf(parts[0]), (number) -> new ArrayList<>())
				.addAll(parts[1].startsWith("- ") ? List.of(parts[1]) : List.of(parts[1].split(" ")));
		});
		index.forEach(
				(number, tests) -> System.out.println("Ruby behaviour " + number + ": " + String.join(", ", tests)));
		assertThat(index.keySet()).containsExactlyElementsOf(IntStream.rangeClosed(1, 81).boxed().toList());
		assertThat(index.values().stream().flatMap(List::stream)).allMatch(RubyBehaviourIndexTests::exists);
	}

	private static boolean exists(String test) {
		if (test.startsWith("- ")) {
			return true;
		}
		String[] parts = test.split("#");
		try {
			return Arrays.stream(Class.forName("io.resque." + parts[0]).getDeclaredMethods())
				.anyMatch((method) -> method.getName().equals(parts[1]) && isTest(method));
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static boolean isTest(Method method) {
		return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
	}

}
