package dev.rollcall.run.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.model.HostFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host says of itself, without logins. */
class HostFactsReaderTest {
  @Test
  void aProxysLoginIsLeftOut() {
    assertEquals(
        List.of(
            "HTTPS_PROXY=http://proxy.uni.edu:3128",
            "all_proxy=proxy.uni.edu:3128",
            "http_proxy=http://proxy.uni.edu:3128",
            "no_proxy=.uni.edu"),
        HostFactsReader.proxies(
            Map.of(
                "HTTPS_PROXY", "http://me:a@b:/c@proxy.uni.edu:3128",
                "all_proxy", "me:secret@proxy.uni.edu:3128",
                "http_proxy", "http://proxy.uni.edu:3128",
                "no_proxy", ".uni.edu",
                "https_proxy", " ",
                "HOME", "/root")));
  }

  @Test
  void commentsMayHaveAnyEncoding(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("resolv.conf");
    Files.write(
        file,
        "# f\u00fcr alle\noptions timeout:3 # \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(List.of("options timeout:3"), HostFactsReader.options(file));
  }

  @Test
  void thisHostIsRead() throws Exception {
    HostFacts facts = HostFactsReader.read("test", Map.of());
    assertFalse(facts.host().isEmpty());
    assertFalse(facts.system().isBlank());
    assertEquals(List.of(), facts.proxies());
  }
}
