package dev.rollcall.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.bind.Hosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file may hold texts of a megabyte: none takes for ever, and none overflows the stack. */
class LongTextTest {
  private static final int LONG = 1 << 18;

  @TempDir Path folder;

  @Test
  void colonsAreNoAddress() {
    assertEquals(Optional.empty(), Hosts.address(":".repeat(LONG) + "x"));
    assertFalse(Hosts.isHost("1:".repeat(LONG)));
    assertTrue(Hosts.address("0000:0000:0000:0000:0000:ffff:255.255.255.255").isPresent());
  }

  @Test
  void wordsJoinedByDotsAreOneName() throws Exception {
    String many = "a.".repeat(LONG / 4) + "a";
    Path file = folder.resolve("long.yaml");
    Files.writeString(
        file,
        String.join(
            "\n",
            "catalogue: c",
            "title: T",
            "values: {? " + many + ": {type: text, about: x}}",
            "rules:",
            "  - {id: " + many + ", from: client, to: a.test, port: 1/tcp, protocol: every,",
            "     usage: x, with: {must: x}}",
            ""));
    assertEquals(many, Catalogues.read(file, SomeProtocols.every()).rules().get(0).id());
  }
}
