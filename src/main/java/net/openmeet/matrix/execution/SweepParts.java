package net.openmeet.matrix.execution;

/** What the sweep of each tenant in a task works on. */
record SweepParts(
        String task, LaneTable table, Agenda agenda, Dispatch dispatch, Renewal renewal, Quarantine quarantine) {}
