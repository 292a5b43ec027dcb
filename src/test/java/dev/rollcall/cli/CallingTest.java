package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallingTest {
  @Test
  void whereFaultsWereNotMeasuredTheRunSaysSo() {
    assertEquals(Optional.empty(), Calling.unverified("Linux"));
    assertEquals(
        Optional.of(
            new Run.Remark(
                Status.SKIPPED,
                "fault kinds are unverified on this platform (Windows 11): read the evidence beside"
                    + " them")),
        Calling.unverified("Windows 11"));
  }
}
