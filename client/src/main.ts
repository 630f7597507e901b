import '@colloque/domain/without-eval'
import './app/theme.css'
import { createColloque } from './app/createColloque.ts'

void createColloque().then((app) => app.mount('#app'))
