package dev.rollcall.run.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PseudonymKeyTest {
  @TempDir private Path folder;

  /** Of several first uses at the same time, one makes the key, and all have it. */
  @RepeatedTest(5)
  void allHaveTheSameKey() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<byte[]>> keys = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        keys.add(threads.submit(() -> PseudonymKey.of(folder)));
      }
      Set<String> different = new TreeSet<>();
      for (Future<byte[]> key : keys) {
        different.add(HexFormat.of().formatHex(key.get()));
      }
      assertEquals(1, different.size(), different::toString);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFolderIsNoKeyFile() {
    String said =
        String.valueOf(
            assertThrows(IOException.class, () -> PseudonymKey.read(folder)).getMessage());
    assertTrue(said.contains(folder + " was not read: this is a folder"), said);
  }
}
