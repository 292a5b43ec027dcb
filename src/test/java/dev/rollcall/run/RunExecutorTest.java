package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunExecutorTest {
  @Test
  void whereFaultsWereNotMeasuredTheRunSaysSo() {
    assertEquals(Optional.empty(), RunExecutor.unverified("Linux"));
    assertEquals(
        Optional.of(
            new Run.Remark(
                Status.SKIPPED,
                "fault kinds are unverified on this platform (Windows 11): read the evidence as"
                    + " well")),
        RunExecutor.unverified("Windows 11"));
  }
}
