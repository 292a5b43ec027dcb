package dev.rollcall.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CommandNameTest {
  @Test
  void theJarIsNamedAsItWasStarted() {
    assertEquals(
        "target/rollcall.jar", CommandName.jar("target/rollcall.jar", "target/rollcall.jar"));
    assertEquals("../a/rollcall.jar", CommandName.jar("../a/rollcall.jar", "../a/rollcall.jar"));
    assertEquals("link.jar", CommandName.jar("link.jar", "/opt/rollcall.jar"));
    assertEquals("/opt/rollcall.jar", CommandName.jar("/opt/rollcall.jar", "/opt/rollcall.jar"));
  }

  @Test
  void oneThatWasNotStartedHasItsName() {
    assertEquals("other.jar", CommandName.jar("a.jar:lib/other.jar", "lib/other.jar"));
    assertEquals("other.jar", CommandName.jar("", "lib/other.jar"));
    assertEquals("rollcall.jar", CommandName.jar("target/classes", "target/classes"));
    assertEquals("rollcall.jar", CommandName.jar("", ""));
  }
}
