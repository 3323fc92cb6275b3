package io.resque.event;

/**
 * Something that happened to a job, a worker, a schedule or the record of a failure, or
 * that somebody did to them. Published as a Spring application event; listeners run in
 * the thread that announces and must be quick.
 */
public sealed interface ResqueEvent permits JobEvent, WorkerEvent, ScheduleEvent, FailureEvent, OperatorEvent {

}
