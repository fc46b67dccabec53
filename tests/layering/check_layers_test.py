#!/usr/bin/env python3
"""Shows that check_layers.py finds faults: each test puts one into a small tree."""
import pathlib
import tempfile
import unittest

import check_layers


class CheckLayers(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name in ("backend/loop", "backend/net", "frontend/page", "shared"):
            (self.root / name).mkdir(parents=True)
        self.write("shared/bytes.hpp", "")
        self.write("backend/loop/ticker.hpp", "#include <chrono>\n")
        self.write("backend/net/listener.hpp", '#include "backend/loop/ticker.hpp"\n#include "shared/bytes.hpp"\n')

    def write(self, path, text):
        (self.root / path).write_text(text)

    def test_an_include_that_the_design_allows_passes(self):
        self.assertEqual(check_layers.check_includes(self.root), [])

    def test_an_include_from_the_bottom_to_the_top_is_a_fault(self):
        self.write("backend/loop/ticker.cpp", '#include "backend/net/listener.hpp"\n')
        faults = check_layers.check_includes(self.root)
        self.assertIn("backend/loop/ticker.cpp: loop may not include net (backend/net/listener.hpp)", faults)
        self.assertTrue(any("in a cycle: loop -> net -> loop" in fault for fault in faults))

    def test_an_include_across_is_a_fault(self):
        self.write("frontend/page/page.cpp", '  #  include "backend/net/listener.hpp"\n')
        self.assertEqual(len(check_layers.check_includes(self.root)), 1)

    def test_a_folder_that_is_not_listed_is_a_fault(self):
        (self.root / "backend/utils").mkdir()
        self.write("backend/utils/all.hpp", "")
        self.assertEqual(len(check_layers.check_includes(self.root)), 1)

    def test_a_target_that_links_too_much_is_a_fault(self):
        self.write("backend/loop/CMakeLists.txt",
                   "target_link_libraries(simplewebsocket_loop PUBLIC simplewebsocket_net liburing)\n")
        self.assertEqual(len(check_layers.check_links(self.root)), 1)


if __name__ == "__main__":
    unittest.main()
