package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.model.HostFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
  void thisHostIsRead() throws Exception {
    HostFacts facts = HostFactsReader.read(Map.of());
    assertFalse(facts.host().isEmpty());
    assertFalse(facts.system().isBlank());
    assertEquals(List.of(), facts.proxies());
  }
}
