/** Styles of the larger components that only the pages of the settings and of the floor use: loaded with them, after the others. */
import '@mantine/core/styles/ColorSwatch.layer.css';
import '@mantine/core/styles/ColorPicker.layer.css';
import '@mantine/core/styles/ColorInput.layer.css';
import '@mantine/core/styles/Drawer.layer.css';
