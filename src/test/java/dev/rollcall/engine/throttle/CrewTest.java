package dev.rollcall.engine.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CrewTest {
  @Test
  void whileAttemptsQueueForProcessorsFewerAreUnderWay() {
    Crew crew = new Crew(4, 96);
    assertEquals(72, crew.next(60));
    assertEquals(72, crew.next(35));
    for (int i = 0; i < 20; i++) {
      crew.next(1000);
    }
    assertEquals(4, crew.next(1000));
  }

  @Test
  void aProcessorThatStaysFreeBringsThemBack() {
    Crew crew = new Crew(4, 96);
    for (int i = 0; i < 20; i++) {
      crew.next(1000);
    }
    assertEquals(4, crew.next(-1));
    assertEquals(4, crew.next(-1));
    assertEquals(4, crew.next(0));
    assertEquals(4, crew.next(-1));
    assertEquals(4, crew.next(-2));
    for (int more : new int[] {8, 16, 32, 64, 96, 96}) {
      assertEquals(more, crew.next(-1));
    }
  }

  @Test
  void oneAtATimeStaysOne() {
    Crew crew = new Crew(4, 1);
    assertEquals(1, crew.next(10));
    assertEquals(1, crew.next(-2));
  }
}
