package dev.rollcall.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static Limits parallel(int parallel) {
    return new Limits(Duration.ofSeconds(5), Optional.empty(), parallel, 1);
  }

  @Test
  void theMemoryForReadingIsSharedByAllThatMayRead() {
    assertEquals(64, parallel(64).reading(40));
    assertEquals(200, parallel(64).reading(200));
    assertEquals(64 + 630, parallel(64).reading(10_000));
    assertEquals(1, parallel(1).reading(10_000));
    assertEquals(1000 + 768, parallel(1000).reading(10_000));
  }
}
